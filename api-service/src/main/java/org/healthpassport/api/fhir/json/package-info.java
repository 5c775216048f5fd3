/** FHIR JSON in and out of a tree that says exactly what the text said. */
@NullMarked
package org.healthpassport.api.fhir.json;

import org.jspecify.annotations.NullMarked;
