/** Collections of MongoDB whose writes are durable when they are answered, and whose every call ends in time. */
@NullMarked
package org.healthpassport.audit.mongo;

import org.jspecify.annotations.NullMarked;
