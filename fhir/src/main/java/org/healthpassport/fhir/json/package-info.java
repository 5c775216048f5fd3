/** Reads and writes FHIR JSON as trees that keep exactly the content of the text. */
@NullMarked
package org.healthpassport.fhir.json;

import org.jspecify.annotations.NullMarked;
