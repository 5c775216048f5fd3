/** What becomes of things that are kept and cannot be read: they stand as unreadable, are counted and alarmed. */
@NullMarked
package org.healthpassport.api.unreadable;

import org.jspecify.annotations.NullMarked;
