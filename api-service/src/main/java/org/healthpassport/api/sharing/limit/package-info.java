/** Limits for the requests of strangers to links: how many in a minute, and how many at the same time. */
@NullMarked
package org.healthpassport.api.sharing.limit;

import org.jspecify.annotations.NullMarked;
