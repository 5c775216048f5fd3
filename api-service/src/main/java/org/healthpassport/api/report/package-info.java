/** Workers' reports on the bus, applied by this service alone. */
@NullMarked
package org.healthpassport.api.report;

import org.jspecify.annotations.NullMarked;
