/** Ends connections whose client sends too slowly, does not read its answer, or was refused during its request. */
@NullMarked
package org.healthpassport.edge.connection;

import org.jspecify.annotations.NullMarked;
