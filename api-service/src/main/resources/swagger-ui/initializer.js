'use strict';

SwaggerUIBundle({
  url: '../v3/api-docs',
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'list',
  // The access token lives as long as the page.
  persistAuthorization: false,
  // Would send the document to somebody else's server.
  validatorUrl: 'none',
});
