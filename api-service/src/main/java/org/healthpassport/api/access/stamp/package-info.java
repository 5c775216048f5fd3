/** Who was behind an event, as the audit log has it; everything that could name a person is sealed. */
@NullMarked
package org.healthpassport.api.access.stamp;

import org.jspecify.annotations.NullMarked;
