/** The HTTP edge: correlation, headers, JSON and open routes. */
@NullMarked
package org.healthpassport.api.web;

import org.jspecify.annotations.NullMarked;
