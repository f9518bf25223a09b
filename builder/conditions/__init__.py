"""The condition language: grammar, types, three values, proofs and JSON form."""
