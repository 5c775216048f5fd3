/** The tags of records that the service alone sets: who stands behind a version, and whether the patient hides the record. */
@NullMarked
package org.healthpassport.api.record.tag;

import org.jspecify.annotations.NullMarked;
