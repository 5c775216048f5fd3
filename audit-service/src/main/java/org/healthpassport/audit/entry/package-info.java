/** What an entry of the log says, and how it is made from an event: canonical JSON, free of health data by its form. */
@NullMarked
package org.healthpassport.audit.entry;

import org.jspecify.annotations.NullMarked;
