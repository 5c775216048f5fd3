/** The bytes of bodies, out of the buffers in which they arrive, and the parts of forms. */
@NullMarked
package org.healthpassport.edge.body;

import org.jspecify.annotations.NullMarked;
