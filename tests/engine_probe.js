// Says of many readers at once what the engine decides, in the form of `tests/engine.py`.
"use strict";

const GUIDE = Matchbook.guide(DATA);

const probe = {
  given: (answers) => new Map(Object.entries(answers)),

  reader: (answers, before) => Matchbook.reader.readerOf(GUIDE, probe.given(answers), before),

  condition: (reader, when) => {
    const { truth, fields, atoms } = reader.proof(when);
    return [truth, fields, atoms.length, reader.statements(when), reader.why(when)];
  },

  plan: (reader) => {
    const tasks = GUIDE.modules.flatMap((module) =>
      reader.decision(module).tasks.flatMap((verdict, position) => {
        if (verdict !== "in") return [];
        const planned = reader.planned(module.tasks[position][1]);
        return [[planned.order, `task-${module.id}-${position + 1}`, planned.words, planned.heading]];
      }),
    );
    return tasks.sort(([one], [other]) => (one === other ? 0 : one - other)).map(([, ...words]) => words);
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
