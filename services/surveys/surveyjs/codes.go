package surveyjs

// Codes lists every code that a Problem or a Violation can have, for whoever has to put them into words.
func Codes() []string {
	return []string{
		// of both
		"control_character", "invalid", "not_a_date", "not_a_number", "out_of_range", "required", "too_long",
		"unknown_field", "unknown_value", "wrong_type",
		// of definitions
		"definition_too_large", "empty_survey", "expression_ambiguous", "expression_invalid",
		"expression_too_complex", "expression_unknown_function", "expression_unknown_question", "malformed_json",
		"nested_too_deeply", "pattern_not_supported", "pattern_too_costly", "repeated", "too_many",
		"too_many_questions", "untranslated",
		// of answers
		"answer_hidden", "digits_not_allowed", "exclusive_choice", "expression_false", "one_answer_required",
		"pattern_mismatch", "row_required", "rows_repeat", "step_mismatch", "too_few_choices", "too_large",
		"too_many_choices", "too_short", "too_small",
	}
}
