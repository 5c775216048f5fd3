/** Records reads, denials and logins durably, before any answer is sent. */
@NullMarked
package org.healthpassport.api.access.log;

import org.jspecify.annotations.NullMarked;
