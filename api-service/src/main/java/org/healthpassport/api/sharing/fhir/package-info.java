/** The FHIR R4 content of health links: the patient summary, chosen records, and descriptions of chosen documents. */
@NullMarked
package org.healthpassport.api.sharing.fhir;

import org.jspecify.annotations.NullMarked;
