/** The audit keys of patients and of this service, verified before use, and their uses: details and pseudonyms. */
@NullMarked
package org.healthpassport.audit.keys;

import org.jspecify.annotations.NullMarked;
