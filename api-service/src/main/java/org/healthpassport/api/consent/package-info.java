/** Consents: a patient allows a doctor or a hospital to read and write records and documents, until it is revoked. */
@NullMarked
package org.healthpassport.api.consent;

import org.jspecify.annotations.NullMarked;
