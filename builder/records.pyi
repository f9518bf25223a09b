# For a checker of types, records are what `dataclasses` makes.
from dataclasses import dataclass as dataclass
from dataclasses import field as field
from dataclasses import replace as replace
