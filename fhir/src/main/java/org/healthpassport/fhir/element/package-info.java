/** Resources as trees of typed elements, built from JSON members and the definitions. */
@NullMarked
package org.healthpassport.fhir.element;

import org.jspecify.annotations.NullMarked;
