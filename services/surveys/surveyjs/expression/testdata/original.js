// Reads a line of JSON per question, {expression, values, ordered}, and writes a line of JSON per answer: what the
// survey-core under the folder given as the only argument makes of it, at midnight of 23 November 2026 in Tehran.
"use strict";
process.env.TZ = "Asia/Tehran";
console.warn = () => {};

const path = require("node:path");
const readline = require("node:readline");
const survey = require(path.join(process.argv[2], "node_modules", "survey-core"));

// Anything else that is a date nonetheless is one by the engine's own lights.
const format = /^\d{4}(-\d\d(-\d\d)?)?(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
let guessed = false;
survey.settings.onDateCreated = (date, reason, from) => {
  guessed ||= typeof from === "string" && !isNaN(date) && !format.test(from);
  return from ? date : new Date(2026, 10, 23);
};

// A context as a survey's own: every question is found, and an unanswered one is undefined.
function contextOf(question) {
  return {
    getValue(params) {
      const name = params.path.map((part) => part.name).join(".");
      const value = question.values[name];
      return {
        isFound: true,
        value: value === null ? undefined : value,
        requireStrictCompare: (question.ordered || []).includes(name),
      };
    },
  };
}

function written(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return { number: String(value) };
  if (value instanceof Date) return isNaN(value) ? null : { date: value.getTime() };
  if (Array.isArray(value)) return Array.from(value, written);
  if (typeof value === "object") {
    return { object: Object.fromEntries(Object.entries(value).map(([key, part]) => [key, written(part)])) };
  }
  return value;
}

function answer(question) {
  guessed = false;
  try {
    const runner = new survey.ExpressionRunner(question.expression);
    if (!runner.canRun()) return { refused: true };
    const value = written(runner.runContext(contextOf(question)));
    return {
      value,
      guessed,
      holds: new survey.ConditionRunner(question.expression).runContext(contextOf(question)),
      references: [...new Set(runner.getVariables())],
    };
  } catch (error) {
    return { threw: String(error) };
  }
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
});
