let recipeCommands = CommandGroup(
  "recipe", "Ready-made rules for a surge, out-of-hours tickets, surveys, reports and notices",
  [
    "A recipe shows what it will create before it creates it. Installing it twice changes nothing, and removing it removes only what it created. Its triggers, macros and queues are like any others: edit them as you like."
  ],
  [recipeListCommand, recipeShowCommand, recipeInstallCommand, recipeRemoveCommand],
  sections: [RecipeStories.all.section])
