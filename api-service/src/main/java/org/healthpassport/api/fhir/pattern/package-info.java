/** Regular expressions matched in linear time, for text that strangers send. */
@NullMarked
package org.healthpassport.api.fhir.pattern;

import org.jspecify.annotations.NullMarked;
