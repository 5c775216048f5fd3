/** The parts of records that a summary shows, and their order. */
@NullMarked
package org.healthpassport.fhir.summary;

import org.jspecify.annotations.NullMarked;
