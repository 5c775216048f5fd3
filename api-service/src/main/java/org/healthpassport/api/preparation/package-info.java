/** The preparation of MongoDB, as the health report shows it. */
@NullMarked
package org.healthpassport.api.preparation;

import org.jspecify.annotations.NullMarked;
