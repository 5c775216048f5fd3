/** The preparation of MongoDB and of what this instance has to know, as the health report shows it. */
@NullMarked
package org.healthpassport.api.preparation;

import org.jspecify.annotations.NullMarked;
