/** The items that expressions of FHIRPath compute with: their equality, their order and their truth. */
@NullMarked
package org.healthpassport.fhir.path.value;

import org.jspecify.annotations.NullMarked;
