/** Rules for text that people write. */
@NullMarked
package org.healthpassport.edge.text;

import org.jspecify.annotations.NullMarked;
