// Says of many readers at once what the engine decides, in the form of `tests/engine.py`.
"use strict";

const GUIDE = Matchbook.guide(DATA);

const probe = {
  given: (answers) => new Map(Object.entries(answers)),

  reader: (answers, before) => Matchbook.reader.readerOf(GUIDE, probe.given(answers), before),

  condition: (reader, when) => {
    const { truth, fields, atoms, isMinimal } = reader.proof(when);
    return [truth, fields, atoms.length, isMinimal, reader.statements(when), reader.why(when)];
  },

  plan: (reader) => {
    const tasks = GUIDE.modules.flatMap((module) =>
      reader.decision(module).tasks.flatMap((verdict, position) => {
        if (verdict !== "in") return [];
        const planned = reader.planned(module.tasks[position][1]);
        return [{ anchor: `task-${module.id}-${position + 1}`, ...planned }];
      }),
    );
    return tasks.sort(Matchbook.calendar.inTime).map(({ anchor, words, heading }) => [anchor, words, heading]);
  },

  says: (reader, asked) => {
    const decisions = GUIDE.modules.map((module) => reader.decision(module));
    const { fields } = GUIDE;
    return {
      modules: decisions.map(({ verdict }) => verdict),
      passages: decisions.map(({ passages }) => passages.map(({ verdict }) => verdict)),
      tasks: decisions.map(({ tasks }) => tasks),
      named: Object.fromEntries(Object.entries(GUIDE.named).map(([name, { when }]) => [name, reader.truth(when)])),
      conditions: GUIDE.conditions.map((_, when) => probe.condition(reader, when)),
      questions: Matchbook.questions.rank(reader).map(({ field, settles }) => [field.name, settles]),
      relevant: [...Matchbook.questions.relevant(reader)].sort(),
      next: Matchbook.questions.next(reader, asked)?.name ?? null,
      left: Matchbook.questions.left(reader, asked).map(({ name }) => name),
      said: Object.fromEntries(
        [...reader.facts.given].map(([name, value]) => [name, Matchbook.wording.sayValue(fields.get(name), value)]),
      ),
      plan: probe.plan(reader),
    };
  },

  // One reader after another, each made of the one before, as answers change on a page.
  readers: (list) => {
    let before;
    return list.map(([answers, asked]) => {
      before = probe.reader(answers, before);
      return probe.says(before, new Set(asked));
    });
  },
};

Object.assign(probe, {
  // Condition by condition, each for a reader of its own, over the fields and names of the page's guide.
  conditions: (cases) => {
    const added = cases.map(([condition]) => condition);
    const guide = Matchbook.guide({ ...DATA, conditions: [...DATA.conditions, ...added] });
    return cases.map(([, answers], position) => {
      const when = DATA.conditions.length + position;
      const reader = Matchbook.reader.readerOf(guide, probe.given(answers));
      const names = reader.truth(when) === "unknown" ? Matchbook.questions.askable(reader, when) : [];
      return {
        verdict: probe.condition(reader, when),
        undecided: [...reader.undecided(when)].sort(),
        outcomes: reader.outcomes(when),
        settling: names.filter((name) => Matchbook.questions.canSettle(reader, when, guide.fields.get(name))),
      };
    });
  },

  // Every window of the guide for one reader, and the days of its named dates.
  calendar: (answers) => {
    const given = probe.given(answers);
    const { windows, calendar } = GUIDE;
    return [
      windows.map((window) => Matchbook.calendar.plan(window, calendar, given)).map((p) => [p.words, p.heading]),
      Object.values(calendar.dates).map((date) => Matchbook.calendar.sayDay(date, given)),
    ];
  },

  changed: (changes) =>
    changes.map(([answers, name, value]) => {
      const changed = Matchbook.answers.withAnswer(probe.given(answers), name, value, GUIDE);
      return changed && Object.fromEntries(changed);
    }),

  typed: (answers) => answers.map(([name, text]) => Matchbook.answers.readAnswer(GUIDE.fields.get(name), text)),

  read: (texts) =>
    texts.map((text) => {
      const { given, problems } = Matchbook.profile.readProfile(text, GUIDE);
      return [Object.fromEntries(given), problems.map(({ line, message }) => `${line}: ${message}`)];
    }),

  // Texts of YAML as nested lists and mappings, null for what is refused.
  trees: (texts) =>
    texts.map((text) => {
      try {
        return probe.tree(Matchbook.yaml.readYaml(text));
      } catch (error) {
        if (error instanceof Matchbook.yamlLine.Refusal) return null;
        throw error;
      }
    }),

  tree: (node) => {
    if (node === null) return null;
    if (node.kind === "scalar") return [node.text, node.isPlain];
    if (node.kind === "list") return { items: node.items.map(probe.tree) };
    return { entries: [...node.entries].map(([key, { value }]) => [key, probe.tree(value)]) };
  },

  write: (readers) => readers.map((answers) => Matchbook.profile.writeProfile(probe.given(answers), GUIDE)),
});
