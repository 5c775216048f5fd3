/** The HTTP edge: correlation, headers, JSON and which routes are open. */
@NullMarked
package org.healthpassport.api.web;

import org.jspecify.annotations.NullMarked;
