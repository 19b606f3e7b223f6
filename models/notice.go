package models

// Notice tells the person about needless personal data in what they wrote, and what was done about it. It names the
// kind and the field, never the datum.
type Notice struct {
	Pointer string `json:"pointer" example:"/message"`
	Code    string `json:"code" enums:"needless_personal_data" example:"needless_personal_data"`
	Found   string `json:"found" enums:"national_id,payment_card,iban" example:"payment_card"`
	Count   int    `json:"count" example:"1"`
	Action  string `json:"action" enums:"masked,kept,refused" example:"masked"`
	Detail  string `json:"detail" example:"A payment card number was found and masked; it is not needed here."`
}
