package cases_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

func TestCodeIsReadBackHoweverItIsWritten(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := w.File(names).ReceiptCode
		bare := strings.ReplaceAll(code, "-", "")
		confused := strings.NewReplacer("0", "O", "1", "l").Replace(code)
		for _, spelling := range []string{
			code, strings.ToLower(code), bare, strings.ReplaceAll(code, "-", " "), confused, " " + code + " ",
			strings.NewReplacer("2", "۲", "7", "٧").Replace(code),
		} {
			got := w.Get("/api/v1/my/case", "Authorization", "Receipt "+spelling)
			require.Equal(t, http.StatusOK, got.Status, spelling)
		}
		require.Equal(t, http.StatusOK, w.Get("/api/v1/my/case", "Authorization", "receipt "+code).Status)
	})
}

func TestUnknownCodesAreRefusedAlikeWhateverTheReason(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := w.File(names).ReceiptCode
		erased := w.File(names).ReceiptCode
		require.Equal(t, http.StatusNoContent, w.Send(http.MethodDelete, "/api/v1/my/case", "", apitest.Holding(erased)...).Status)
		wrong := map[string]string{
			"changed": apitest.FlipSymbol(code), "unknown": "0000-0000-0000-0000-0000-0000", "erased": erased,
			"short": code[:10], "long": code + "0", "empty": "", "garbage": "' OR 1=1 --", "persian": "رسید",
		}
		var bodies []string
		for name, text := range wrong {
			for _, header := range [][]string{apitest.Holding(text), {"Authorization", "Bearer " + code}, {"Authorization", code}, nil} {
				got := w.SendLenient(http.MethodGet, "/api/v1/my/case", "", header...)
				document := got.Problem(t, http.StatusUnauthorized, "receipt_unknown")
				require.NotEmpty(t, got.Header.Get("WWW-Authenticate"), name)
				bodies = append(bodies, strings.ReplaceAll(string(got.Body), document.RequestID, ""))
			}
		}
		for _, other := range bodies {
			require.Equal(t, bodies[0], other)
		}
	})
}

func TestEveryRouteOfTheHolderNeedsTheCode(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, call := range [][3]string{
			{"GET", "/api/v1/my/case", ""},
			{"DELETE", "/api/v1/my/case", ""},
			{"POST", "/api/v1/my/case/messages", `{"body":"سلام"}`},
			{"POST", "/api/v1/my/case/withdraw", ""},
			{"POST", "/api/v1/my/case/export", `{"last_name":"احمدی"}`},
			{"PATCH", "/api/v1/my/case/person", `{"first_name":"زهرا"}`},
		} {
			w.SendLenient(call[0], call[1], call[2]).Problem(t, http.StatusUnauthorized, "receipt_unknown")
		}
	})
}

func TestProofConvincesAnybodyAndNamesNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(names)
		verify := func(proof string) models.VerificationView {
			got := w.Post("/api/v1/receipts/verify", apitest.Body("proof", proof))
			require.Equal(t, http.StatusOK, got.Status, string(got.Body))
			return apitest.Decode[models.VerificationView](t, got)
		}
		verified := verify(receipt.Proof)
		require.True(t, verified.Valid)
		require.Equal(t, receipt.Reference, verified.Receipt.Reference)
		require.Equal(t, receipt.ReceivedAt, verified.Receipt.ReceivedAt)
		require.Equal(t, receipt.Kept, verified.Receipt.Kept)
		keys := w.Get("/api/v1/receipts/keys")
		require.Contains(t, string(keys.Body), `"kid":"`+verified.KeyID+`"`)
		require.NotContains(t, string(keys.Body), `"d":`, "the private key stays here")

		for _, forged := range []string{
			apitest.Flip(receipt.Proof, len(receipt.Proof)-20), apitest.Flip(receipt.Proof, len(receipt.Proof)/2),
			"x", "a.b.c",
		} {
			require.Equal(t, models.VerificationView{}, verify(forged))
		}
		require.Equal(t, http.StatusNoContent,
			w.Send(http.MethodDelete, "/api/v1/my/case", "", apitest.Holding(receipt.ReceiptCode)...).Status)
		require.True(t, verify(receipt.Proof).Valid, "a proof outlives the case")
	})
}
