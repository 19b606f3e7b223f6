// Package surveyjs reads survey definitions as SurveyJS has them, a strict subset, and checks answers on the server as
// npm survey-core 3.1.1 checks them in the browser. It knows no database and no HTTP.
//
// # Definition
//
// A survey has pages, or elements without pages. Elements are panels, up to eight within each other, and questions:
// text (text, number, date), comment, radiogroup, dropdown, checkbox, tagbox, ranking, boolean, rating, matrix,
// multipletext and html (sanitised). What is shown may be one string or an object with "default", "fa" and "en".
// Conditions are expressions (package expression): visibleIf, enableIf and requiredIf of pages, panels and questions;
// visibleIf and enableIf of choices; visibleIf of rows, columns and rates. Validators are numeric and text with written
// answers, regex with those where RE2 can do what the pattern means, answercount with several choices, and expression
// everywhere. Properties that only change how something looks are accepted where editors made with SurveyJS write them.
// Everything else is refused with its place and the reason, also what the original would read and do something else
// with: names with braces or brackets, values with "|", references to what is no question.
//
// A definition has at most 256 KiB, 40 levels of JSON, 100 pages, 200 questions, 200 choices, rows, columns or items
// each and 20 validators each. Names and values have up to 100 characters, lines 1,000, texts of several lines 10,000
// and patterns 1,000. Names are unlike each other by more than case.
//
// What checking may cost is bounded too, reckoned for the largest answers: a pattern is compiled to at most 1,000
// instructions; the instructions of each times the longest answer that it may meet (maxLength, else 10,000) come to at
// most 2,000,000; and all expressions together look at no more than 10,000,000 letters.
//
// Properties and elements that demand identity can be read, so that a draft can be kept and its author told: see
// Survey.Demands. There is no answer to a signature or a file, nor to choices from elsewhere. Questions that demand an
// answer, be it that something else depends on it, may demand identity in words, their own and those around them, or by
// the form of the answer.
//
// # Answers
//
// Answers are put into one spelling first: texts by services/text; numbers and dates may have digits of every script
// and the separator ٫; choices are found in either spelling of ی and ک, and get the type that they have in the
// definition; a ranking of some choices is completed, as the original does; what says nothing is left out. A text with
// a numeric validator gets ASCII digits.
//
// What the original checks is checked as it does it: requirements first, and validators, all of them, only where those
// and the bounds of the question itself are met; expressions as validators also where nothing was answered;
// minSelectedChoices also then; nothing of what is disabled; a container for an answer anywhere in it.
//
// # Additions
//
// A browser cannot send everything, a program can. Beyond the original refused are
//   - unknown names, parts and choices, and choices that are hidden or disabled, which the original clears away or
//     takes for what "other" is;
//   - answers to what is hidden, and an explanation of "other" without it;
//   - values of a wrong type, numbers and dates that are none (dates have the form 2006-01-02, from the year 1 on), and
//     numbers beyond ±1e15;
//   - texts beyond maxLength or 10,000 UTF-16 code units, and with control characters;
//   - more choices than maxSelectedChoices, choices made twice, and others beside "none" or another exclusive one;
//   - hexadecimal numbers, which numeric validators understand.
//
// # Differences
//
//   - While an answer is refused, conditions that depend on it may come out otherwise than in the original, which
//     clears a hidden choice away and then looks anew.
//   - An explanation of "other" that is white space is none.
//   - What a browser makes of a ranking whose choices come and go depends on the order of events. Here what was not
//     ranked follows in the order of the definition.
//   - To compare an unanswered row or item with an empty list has no answer in the original: it is undefined first and
//     null later. Here it is undefined.
//   - A text beyond maxLength is not matched with patterns.
//   - Patterns see characters, not UTF-16 code units.
package surveyjs
