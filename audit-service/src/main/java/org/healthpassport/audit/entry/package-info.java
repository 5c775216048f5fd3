/** The content of an entry of the log: canonical JSON, whose form leaves no room for health data. */
@NullMarked
package org.healthpassport.audit.entry;

import org.jspecify.annotations.NullMarked;
