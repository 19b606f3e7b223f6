// Says what survey-core makes of surveys. Its argument is the folder in whose node_modules survey-core lies; a line of
// input is {"definition", "answers", "now", "keep"}, a line of output what judge returns for it.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join } from "node:path";

process.env.TZ = "Asia/Tehran";

const require = createRequire(join(process.argv[2], "oracle.js"));
const { Model, SurveyValidator, surveyLocalization } = require("survey-core");

// Nearly every error of the original is of the type "custom" and differs by its text alone. So every text becomes its
// own name: "minSelectError" instead of "Please select at least {0} options.".
const texts = surveyLocalization.locales.en;
for (const name of Object.keys(texts)) {
  if (typeof texts[name] === "string") texts[name] = name;
}
// A definition's own texts would hide that name, and patterns have none.
SurveyValidator.prototype.getErrorText = function (name) {
  return this.getDefaultErrorText(name) || this.getType();
};

// What the original tells the developer of a page, it does not have to tell here.
console.warn = console.error = () => {};

const kind = (error) => {
  const type = error.getErrorType();
  return type === "custom" ? error.getText() : type;
};

// The errors of a question under its name, of a text within a multipletext under "question/text", of a page or panel
// under the name of its first visible question, which is where a person is shown them.
function errorsOf(survey) {
  const found = {};
  const note = (name, errors) => {
    if (errors.length > 0) found[name] = [...(found[name] ?? []), ...errors.map(kind)];
  };
  for (const question of survey.getAllQuestions()) {
    note(question.name, question.errors);
    for (const item of question.getType() === "multipletext" ? question.items : []) {
      note(`${question.name}/${item.name}`, item.editor.errors);
    }
  }
  for (const container of [...survey.getAllPanels(), ...survey.pages]) {
    const visible = [];
    container.addQuestionsToList(visible, true);
    note(visible[0]?.name ?? container.name, container.errors);
  }
  return found;
}

function open({ definition, answers, now, keep }) {
  const survey = new Model(structuredClone(definition));
  survey.dateProvider = { now: () => Date.parse(now) };
  survey.keepIncorrectValues = keep;
  if (keep) survey.clearInvisibleValues = "onComplete";
  // When answers come in at first, choices that depend on them are not there yet, and what was chosen of them is cleared
  // or taken for something else. So they come in again, and conditions run until everything has settled.
  for (let i = 0; i < 2; i++) survey.data = structuredClone(answers);
  survey.runConditions();
  return survey;
}

// visible: by name of question, whether a person sees it; errors: once every visible page was validated; data: the
// answers that are left on completion. With keep, answers to hidden questions and values that are no choice at present
// stay until then.
function judge(pair) {
  const survey = open(pair);
  const visible = {};
  for (const question of survey.getAllQuestions()) visible[question.name] = question.isVisibleInSurvey;
  const valid = survey.validate(true);
  const errors = errorsOf(survey);
  survey.doComplete();
  return { visible, valid, errors, data: survey.data };
}

for await (const line of createInterface({ input: process.stdin })) {
  let verdict;
  try {
    verdict = judge(JSON.parse(line));
  } catch (error) {
    verdict = { failure: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
}
