/** Strict reading of JSON. */
@NullMarked
package org.healthpassport.edge.json;

import org.jspecify.annotations.NullMarked;
