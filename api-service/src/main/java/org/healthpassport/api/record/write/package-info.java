/** Creates, amends and deletes health records, within the quota of the patient. */
@NullMarked
package org.healthpassport.api.record.write;

import org.jspecify.annotations.NullMarked;
