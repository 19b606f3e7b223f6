window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "../openapi.json",
    dom_id: "#ui",
    layout: "BaseLayout",
    deepLinking: true,
    displayRequestDuration: true,
    // The badge would send the description's address to a validator elsewhere.
    validatorUrl: null,
  });
});
