/** Regular expressions matched in linear time, for text that strangers send. */
@NullMarked
package org.healthpassport.fhir.pattern;

import org.jspecify.annotations.NullMarked;
