/** Emergency access: for one hour, and without consent, a doctor reads what may save the patient's life. */
@NullMarked
package org.healthpassport.api.consent.emergency;

import org.jspecify.annotations.NullMarked;
