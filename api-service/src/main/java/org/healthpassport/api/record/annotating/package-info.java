/** Sets annotations of the patient's side beside health records, and lists them. */
@NullMarked
package org.healthpassport.api.record.annotating;

import org.jspecify.annotations.NullMarked;
