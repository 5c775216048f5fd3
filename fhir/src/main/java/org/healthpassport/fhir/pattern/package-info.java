/** Regular expressions of the definitions. */
@NullMarked
package org.healthpassport.fhir.pattern;

import org.jspecify.annotations.NullMarked;
