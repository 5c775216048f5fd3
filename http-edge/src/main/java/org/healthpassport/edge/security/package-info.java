/** Routes that need no access token. */
@NullMarked
package org.healthpassport.edge.security;

import org.jspecify.annotations.NullMarked;
