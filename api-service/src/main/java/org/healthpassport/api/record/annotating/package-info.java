/** Sets annotations of the patient's side beside health records, lists them, and shares them with the records. */
@NullMarked
package org.healthpassport.api.record.annotating;

import org.jspecify.annotations.NullMarked;
