/** Filters of the FHIR API: the methods that an address has, and the formats of requests and answers. */
@NullMarked
package org.healthpassport.api.fhir.request;

import org.jspecify.annotations.NullMarked;
