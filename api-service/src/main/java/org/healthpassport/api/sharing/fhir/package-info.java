/** What health links give, as FHIR R4: the patient summary, chosen records, and how chosen documents are announced. */
@NullMarked
package org.healthpassport.api.sharing.fhir;

import org.jspecify.annotations.NullMarked;
