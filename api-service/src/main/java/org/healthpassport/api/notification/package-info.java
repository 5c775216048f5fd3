/** Tells the owners of accounts about what others did with their account or their data. */
@NullMarked
package org.healthpassport.api.notification;

import org.jspecify.annotations.NullMarked;
