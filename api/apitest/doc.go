// Package apitest is what tests need that go through the whole router: the program over a real database and everything
// that people, staff and editors do with it, as one verb each. It is for tests alone.
//
// Tests stand in api/tests, one folder a story. A story has its world, which is this one and the verbs that nobody else
// needs:
//
//	func TestMain(m *testing.M) { apitest.Main(m) }
//
//	type world struct{ *apitest.World }
//
//	func everywhere(t *testing.T, test func(t *testing.T, w *world), settings ...apitest.Setting) {
//		t.Helper()
//		apitest.Everywhere(t, func(t *testing.T, w *apitest.World) { test(t, &world{w}) }, settings...)
//	}
//
// A test says what is asked, what the answer must and must not contain, and what the database holds afterwards:
//
//	func TestNamesAloneSuffice(t *testing.T) {
//		everywhere(t, func(t *testing.T, w *world) {
//			receipt := w.File(apitest.Names)
//			require.Equal(t, []string{"first_name", "last_name"}, receipt.Kept)
//			w.Post("/api/v1/feedback", `{}`).Problem(t, http.StatusUnprocessableEntity, "validation_failed")
//			require.EqualValues(t, 1, w.Cases())
//		})
//	}
//
// Every exchange is held against the description, and every cookie against its declaration. Worlds share nothing but
// the database's server, so tests run at the same time: what both databases of a test use is not written meanwhile,
// Everywhere is called once and last, and whatever has to end with the test is left to t.Cleanup. What one story needs
// stays in its folder; what a second one needs comes here.
package apitest
