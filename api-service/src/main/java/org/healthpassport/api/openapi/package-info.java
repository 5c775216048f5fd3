/** The OpenAPI document of the API, made from its controllers, and the page to read it and try it out. */
@NullMarked
package org.healthpassport.api.openapi;

import org.jspecify.annotations.NullMarked;
