/** Tells many patients the same. */
@NullMarked
package org.healthpassport.api.notification.news;

import org.jspecify.annotations.NullMarked;
