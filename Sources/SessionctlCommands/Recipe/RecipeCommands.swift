let recipeCommands = CommandGroup(
  "recipe", "Ready-made sets of rules: a surge, a night, a survey, a report, a notice",
  [
    "A recipe shows what it will create before it does. Installing it twice changes nothing, and removing it takes away only what it brought. What it brings are triggers, macros and queues like any others: edit them as you like."
  ],
  [recipeListCommand, recipeShowCommand, recipeInstallCommand, recipeRemoveCommand],
  sections: [RecipeStories.all.section])
