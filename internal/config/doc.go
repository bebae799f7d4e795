// Package config reads the environment into one struct and finds every fault
// at once. Nothing below it reads the environment. What belongs to a project
// (times, limits, origins) is a setting in the database, not here.
package config
