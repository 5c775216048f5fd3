/** Lets administrators rotate keys and destroy old keys of events, and tells how long deleted keys last in backups. */
@NullMarked
package org.healthpassport.api.keyrotation;

import org.jspecify.annotations.NullMarked;
