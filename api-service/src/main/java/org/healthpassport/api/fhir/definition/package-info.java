/** What the official R4 definitions say of each type, condensed to what validation needs. */
@NullMarked
package org.healthpassport.api.fhir.definition;

import org.jspecify.annotations.NullMarked;
