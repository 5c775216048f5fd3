/** The official R4 definitions of types, reduced to the parts that validation needs. */
@NullMarked
package org.healthpassport.fhir.definition;

import org.jspecify.annotations.NullMarked;
